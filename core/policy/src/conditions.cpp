#include <fpx/policy/conditions.h>

#include <algorithm>

namespace fpx::policy {

QString conditionName(Condition condition)
{
    return QLatin1String(specOf(condition).name);
}

bool isAboutTheMoment(const Conditions &when)
{
    return std::ranges::any_of(statedTable,
                               [&when](const ConditionSpec &spec) { return spec.isMomentary && when.states(spec.id); });
}

bool Conditions::states(Condition condition) const
{
    const ConditionSpec &spec = specOf(condition);
    switch (spec.kind) {
    case ConditionKind::Names:
    case ConditionKind::Scopes: return !of(condition).isEmpty();
    case ConditionKind::Subject: return subject != SubjectCondition::Any;
    case ConditionKind::Set:
    case ConditionKind::Weekday: return this->*spec.set != 0;
    case ConditionKind::Range: return (this->*spec.range).isStated();
    case ConditionKind::Flag: return (this->*spec.flag).has_value();
    case ConditionKind::Time: return time.has_value();
    case ConditionKind::Count: return count.has_value();
    case ConditionKind::Engine:
    case ConditionKind::Unless: break;
    }
    return false;
}

void Conditions::clear(Condition condition)
{
    const ConditionSpec &spec = specOf(condition);
    switch (spec.kind) {
    case ConditionKind::Subject: subject = SubjectCondition::Any; [[fallthrough]];
    case ConditionKind::Names:
    case ConditionKind::Scopes: of(condition).clear(); break;
    case ConditionKind::Set:
    case ConditionKind::Weekday: this->*spec.set = 0; break;
    case ConditionKind::Range: this->*spec.range = {}; break;
    case ConditionKind::Flag: (this->*spec.flag).reset(); break;
    case ConditionKind::Time: time.reset(); break;
    case ConditionKind::Count: count.reset(); break;
    case ConditionKind::Engine:
    case ConditionKind::Unless: break;
    }
}

void Conditions::nameSubject(const QString &whose)
{
    subject = SubjectCondition::Listed;
    of(Condition::Subject).append(whose);
}

} // namespace fpx::policy
