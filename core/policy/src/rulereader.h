// Reads a rule of the language, and says of everything that is wrong where it is and what was probably meant.
#pragma once

#include <fpx/policy/document.h>

#include <QJsonArray>
#include <QJsonObject>

namespace fpx::policy {

class RuleReader
{
public:
    [[nodiscard]] Rule rule(const QJsonObject &json, const QString &pointer);
    [[nodiscard]] const QList<Problem> &problems() const { return m_problems; }

    void problem(const char *code, const QString &pointer, const QString &text, const QString &meant = {});
    void refuseUnknown(const QJsonObject &json, const QString &pointer, const QStringList &known);
    [[nodiscard]] QString text(const QJsonObject &json, const QString &pointer, const char *member, bool required);
    /// One name or a list of them: sorted, each once, none of them empty unless `emptyToo`.
    [[nodiscard]] QStringList names(const QJsonValue &value, const QString &pointer, bool emptyToo = false);

    /// What an allow or an exception names without saying where that name is known.
    void refuseUnplaced(const Rule &rule, const QString &pointer);

private:
    void conditions(const QJsonValue &whole, const QString &pointer, Conditions &when);
    void condition(const ConditionSpec &spec, const QJsonValue &value, const QString &pointer, Conditions &when);
    void exception(const QJsonValue &whole, const QString &pointer, Rule &rule);
    void obligations(const QJsonValue &whole, const QString &pointer, Rule &rule);
    void subject(const QJsonValue &value, const QString &pointer, Conditions &when);
    void stepUp(const QJsonValue &value, const QString &pointer, Obligations &then);
    [[nodiscard]] bool isObject(const QJsonValue &value, const QString &pointer);
    [[nodiscard]] bool boolean(const QJsonValue &value, const QString &pointer);
    [[nodiscard]] std::optional<int> integer(const QJsonValue &value, const QString &pointer, int least, int greatest);
    [[nodiscard]] std::optional<int> word(const QJsonValue &value, const QString &pointer, const QStringList &known);
    [[nodiscard]] quint8 words(const QJsonValue &value, const QString &pointer, const QStringList &known);
    [[nodiscard]] Range range(const QJsonValue &value, const QString &pointer, int greatest,
                              const QStringList &besides = {});
    [[nodiscard]] std::optional<TimeOfDay> time(const QJsonValue &value, const QString &pointer);
    [[nodiscard]] std::optional<CountCondition> count(const QJsonValue &value, const QString &pointer);

    QList<Problem> m_problems;
};

/// `pointer` with one more token, escaped (RFC 6901 section 3).
[[nodiscard]] QString below(const QString &pointer, const QString &member);

/// Whether it is a rule as version 0.1.0 stored it: conditions beside the effect.
[[nodiscard]] bool isFirstForm(const QJsonObject &json);
/// The same rule in the language of today. Members that 0.1.0 did not have stay where they are, and are refused later.
[[nodiscard]] QJsonObject fromFirstForm(const QJsonObject &json);

} // namespace fpx::policy
