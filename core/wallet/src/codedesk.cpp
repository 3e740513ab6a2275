#include "codedesk.h"

#include "words.h"

#include <algorithm>

namespace fpx::wallet {

using Stage = consent::Prompt::Stage;

TypedCode readTypedCode(const QString &typed)
{
    TypedCode result;
    QString letters;
    for (const QChar character : typed) {
        if (uma::UserCode::isIgnored(character))
            continue;
        if (!uma::UserCode::isLetter(character))
            result.refused = result.refused.isEmpty() ? QString(character.toUpper()) : result.refused;
        else if (letters.size() == uma::UserCode::letters)
            result.tooLong = true;
        else
            letters += character.toUpper();
    }
    result.shown = uma::UserCode::grouped(letters);
    result.complete = uma::UserCode::parse(letters).has_value();
    return result;
}

void CodeDesk::setServices(std::shared_ptr<Services> services)
{
    if (m_services)
        m_services->engine->disconnect(this);
    m_services = std::move(services);
    m_key = {};
    m_problem = {};
    if (m_services)
        connect(m_services->engine.get(), &consent::Engine::promptsChanged, this, &CodeDesk::look);
    Q_EMIT changed();
}

Result<RequestKey> CodeDesk::enter(const EnrolmentId &profile, const QString &typed) const
{
    if (!m_services)
        return fail("vault_locked", Words::tr("Unlock the wallet to read a code."));
    FPX_TRY(code, uma::UserCode::parse(typed));
    return m_services->engine->enterCode(code, profile);
}

void CodeDesk::read(const EnrolmentId &profile, const QString &typed)
{
    if (reading())
        return;
    m_problem = {};
    const auto entered = enter(profile, typed);
    if (!entered)
        return settle(entered.error());
    m_key = *entered;
    Q_EMIT changed();
    look(); // it may have ended at once, or be open since before
}

// The prompt goes through its stages; a request that has ended is in the list only.
void CodeDesk::look()
{
    if (!reading() || !m_services)
        return;
    if (const consent::Prompt *prompt = m_services->engine->prompt(m_key)) {
        switch (prompt->stage()) {
        case Stage::ChooseProfile:
        case Stage::Loading: return;
        case Stage::SigningIn:
        case Stage::Question:
        case Stage::Sending:
        case Stage::ForBrowser:
        case Stage::Allowed: {
            const RequestKey opened = m_key;
            settle({});
            Q_EMIT this->opened(opened);
            return;
        }
        case Stage::Declined:
        case Stage::Expired:
        case Stage::Failed: return settle(prompt->error());
        }
    }
    const auto &requests = m_services->engine->requests();
    const auto ended = std::ranges::find(requests, m_key, &consent::RequestRecord::key);
    settle(ended == requests.end() ? Error() : ended->failure);
}

void CodeDesk::settle(const Error &problem)
{
    m_key = {};
    m_problem = problem;
    Q_EMIT changed();
}

} // namespace fpx::wallet
