// Pure functions over what is offered and what is chosen.
#pragma once

#include <fpx/base/result.h>
#include <fpx/consent/offer.h>
#include <fpx/consent/samepersons.h>

namespace fpx::consent {

/// The first connected source that can deliver, the person's own data, required scopes only, the shortest duration.
[[nodiscard]] Choice initialChoice(const PromptContent &content);
/// Errors: as Prompt::check().
[[nodiscard]] Result<void> checkChoice(const PromptContent &content, const Choice &choice);
/// What `choice.samePerson` says: of each link that needs it, the subjects that are one person.
[[nodiscard]] QList<QList<SubjectAt>> saidToBeOne(const PromptContent &content, const Choice &choice);
/// Whether less is shared than was asked.
[[nodiscard]] bool isPartial(const PromptContent &content, const Choice &choice);
[[nodiscard]] Preview previewOf(const PromptContent &content, const Choice &choice);

/// The source is connected, has it of this subject, and no rule withholds either.
[[nodiscard]] bool canDeliver(const SourceOffer &source, const SubjectOffer &subject);
[[nodiscard]] const SourceOffer *findSource(const ResourceOffer &resource, const SourceIdentifier &source);
[[nodiscard]] const SubjectOffer *findSubject(const SourceOffer &source, const QString &subject);
[[nodiscard]] const ResourceChoice *findChoice(const Choice &choice, const QString &requestId);

} // namespace fpx::consent
