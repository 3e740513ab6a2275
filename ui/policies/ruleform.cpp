// The choices of the form, one row after the other; what they mean for the rule is in ruleformvalue.cpp.
#include "policies/ruleform.h"

#include "policies/formrow.h"
#include "policies/namechoices.h"
#include "policies/numberchoice.h"
#include "policies/rangechoice.h"
#include "policies/rulewords.h"
#include "style/look.h"
#include "widgets/button.h"
#include "widgets/choicebox.h"
#include "widgets/flowgrid.h"
#include "widgets/label.h"
#include "widgets/page.h"

#include <QBoxLayout>
#include <QButtonGroup>
#include <QComboBox>
#include <QLocale>
#include <QTime>

namespace fpx::ui {

using policy::Condition;

namespace {

QComboBox *timeBox(const QString &name, const QString &accessible)
{
    auto *box = new QComboBox;
    box->setObjectName(name);
    box->setAccessibleName(accessible);
    for (int minute = 0; minute < 24 * 60; minute += 30)
        box->addItem(QLocale().toString(QTime(0, 0).addSecs(minute * 60), QLocale::ShortFormat), minute);
    return box;
}

} // namespace

RuleForm::RuleForm(const Context &context, QWidget *parent) : QWidget(parent), m_context(context)
{
    setObjectName(QStringLiteral("ruleForm"));
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(space::xs);
    addEffect(column);
    addNames(column);
    addWhose(column);
    addWhen(column);
    addRarer(column);
    addObligations(column);
    m_othersRow = addRow(column, tr("Besides"), "ruleOthers");
}

FormRow *RuleForm::addRow(QVBoxLayout *column, const QString &title, const char *name)
{
    auto *row = new FormRow(title, QLatin1String(name));
    column->addWidget(row);
    m_rows.append(row);
    return row;
}

ChoiceBox *RuleForm::addBox(QVBoxLayout *column, bool radio, const QString &text, const QString &name) const
{
    auto *box = new ChoiceBox(radio ? ChoiceBox::Kind::Radio : ChoiceBox::Kind::Check, text, name);
    column->addWidget(box);
    connect(box, &QAbstractButton::toggled, this, &RuleForm::touched);
    return box;
}

void RuleForm::addEffect(QVBoxLayout *column)
{
    auto *effects = columnLayout(0);
    column->addLayout(effects);
    m_effects = {addBox(effects, true, tr("Never: decline without asking me"), QStringLiteral("ruleDeny")),
                 addBox(effects, true, tr("Ask me"), QStringLiteral("ruleAsk")),
                 addBox(effects, true, tr("Allow without asking me"), QStringLiteral("ruleAllow"))};
    auto *group = new QButtonGroup(this);
    for (ChoiceBox *box : std::as_const(m_effects))
        group->addButton(box);
    connect(m_effects.last(), &QAbstractButton::toggled, this, [this](bool allow) {
        if (!m_loading && allow && m_whose.at(1)->isChecked())
            m_whose.first()->setChecked(true); // for others one decides with more care
    });
}

NameChoices *RuleForm::addNameChoices(FormRow *row, const QList<Condition> &conditions)
{
    auto *choices = new NameChoices(m_context, conditions);
    row->choices()->addWidget(choices);
    connect(choices, &NameChoices::changed, this, &RuleForm::touched);
    return choices;
}

void RuleForm::addNames(QVBoxLayout *column)
{
    m_whoRow = addRow(column, tr("Who"), "ruleWho");
    m_who = addNameChoices(m_whoRow, {Condition::Organization, Condition::Client});
    m_whatRow = addRow(column, tr("Which data"), "ruleWhat");
    m_what = addNameChoices(m_whatRow, {Condition::ResourceType, Condition::Definition});
    m_scopeRow = addRow(column, tr("To do what"), "ruleScope");
    m_scope = addNameChoices(m_scopeRow, {Condition::Scope});
    m_sourceRow = addRow(column, tr("From where"), "ruleSource");
    m_source = addNameChoices(m_sourceRow, {Condition::Source});
    auto *onlyIf = new Label(tr("Only if it is"), Type::Small, Tone::Muted);
    onlyIf->setContentsMargins(0, space::s, 0, 0);
    m_whatRow->choices()->addWidget(onlyIf);
    m_sensitivities = {addBox(m_whatRow->choices(), false, tr("Hardly sensitive"), QStringLiteral("ruleLow")),
                       addBox(m_whatRow->choices(), false, tr("Sensitive"), QStringLiteral("ruleMedium")),
                       addBox(m_whatRow->choices(), false, tr("Highly sensitive"), QStringLiteral("ruleHigh"))};
}

void RuleForm::addWhose(QVBoxLayout *column)
{
    m_whoseRow = addRow(column, tr("Whose"), "ruleWhose");
    QVBoxLayout *choices = m_whoseRow->choices();
    m_whose = {addBox(choices, true, tr("Mine"), QStringLiteral("ruleMine")),
               addBox(choices, true, tr("Mine, and that of people I act for"), QStringLiteral("ruleEverybodys")),
               addBox(choices, true, tr("That of people I act for"), QStringLiteral("ruleDelegated"))};
    auto *group = new QButtonGroup(this);
    for (ChoiceBox *box : std::as_const(m_whose))
        group->addButton(box);
}

void RuleForm::addWhen(QVBoxLayout *column)
{
    m_whenRow = addRow(column, tr("When"), "ruleWhen");
    auto *presets = row(space::xs);
    const auto preset = [&](const QString &text, const char *name, int first, int last) {
        auto *button = new Button(text, QLatin1String(name), Button::Kind::Link);
        presets->addWidget(button);
        connect(button, &QAbstractButton::clicked, this, [this, first, last] {
            for (int day = 0; day < m_weekdays.size(); ++day)
                m_weekdays.at(day)->setChecked(day >= first && day <= last);
        });
    };
    preset(tr("Weekdays"), "ruleWeekdays", 0, 4);
    preset(tr("Weekend"), "ruleWeekend", 5, 6);
    preset(tr("Every day"), "ruleEveryDay", 7, 7);
    presets->addStretch(1);
    m_whenRow->choices()->addLayout(presets);
    auto *area = new QWidget;
    QSizePolicy size(QSizePolicy::Preferred, QSizePolicy::Minimum);
    size.setHeightForWidth(true);
    area->setSizePolicy(size);
    auto *days = new FlowGrid(Look::scaled(120), area);
    days->setLineSpacing(space::xs);
    for (int day = 1; day <= 7; ++day) {
        auto *box = new ChoiceBox(ChoiceBox::Kind::Check, QLocale().standaloneDayName(day),
                                  QStringLiteral("ruleDay%1").arg(day));
        days->addWidget(box);
        m_weekdays.append(box);
        connect(box, &QAbstractButton::toggled, this, &RuleForm::touched);
    }
    m_whenRow->choices()->addWidget(area);
    auto *hours = row(space::s);
    m_hours = new ChoiceBox(ChoiceBox::Kind::Check, tr("Only between"), QStringLiteral("ruleHours"));
    m_hours->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    m_from = timeBox(QStringLiteral("ruleFrom"), tr("From"));
    m_to = timeBox(QStringLiteral("ruleTo"), tr("Until"));
    hours->addWidget(m_hours);
    hours->addWidget(m_from);
    hours->addWidget(new Label(tr("and", "between two times")));
    hours->addWidget(m_to);
    hours->addStretch(1);
    m_whenRow->choices()->addLayout(hours);
    m_night = new Label(tr("A night counts as part of the day on which it begins."), Type::Small, Tone::Muted);
    m_night->setObjectName(QStringLiteral("ruleNight"));
    m_whenRow->choices()->addWidget(m_night);
    connect(m_hours, &QAbstractButton::toggled, this, &RuleForm::touched);
    for (QComboBox *box : {m_from, m_to}) {
        connect(box, &QComboBox::currentIndexChanged, this, [this] {
            if (!m_loading)
                m_hours->setChecked(true); // whoever picks an hour means it
            touched();
        });
    }
}

// What few rules need: shown when it is stated, or asked for.
void RuleForm::addRarer(QVBoxLayout *column)
{
    m_networkRow = addRow(column, tr("Through"), "ruleNetwork");
    m_whichNetwork = new Label(tr("Another network may call something else the same. Choose the one that you mean."));
    m_whichNetwork->setObjectName(QStringLiteral("ruleWhichNetwork"));
    m_networkRow->choices()->addWidget(m_whichNetwork);
    m_network = addNameChoices(m_networkRow, {Condition::As});
    m_profileRow = addRow(column, tr("With my profile"), "ruleProfile");
    m_profile = addNameChoices(m_profileRow, {Condition::Profile});
    addRequested(column);
    addOften(column);
    addSignIn(column);
    m_more = new Button(tr("More conditions"), QStringLiteral("ruleMore"), Button::Kind::Link);
    m_more->setAccessibleName(tr("More conditions: network, duration, how often, sign-in"));
    auto *line = row(0);
    line->addSpacing(FormRow::indent() - space::xs - 2); // the words of a link stand a little within it
    line->addWidget(m_more);
    line->addStretch(1);
    column->addLayout(line);
    connect(m_more, &QAbstractButton::clicked, this, [this] {
        m_showsAll = true;
        summarize();
        FormRow *first = m_networkRow->isVisibleTo(this) ? m_networkRow : m_requestedRow;
        first->button()->setFocus(Qt::OtherFocusReason); // this button is gone
    });
}

void RuleForm::addRequested(QVBoxLayout *column)
{
    m_requestedRow = addRow(column, tr("Asked for"), "ruleRequested");
    m_requested = addRange(m_requestedRow, tr("Only if they ask for at least"), tr("Only if they ask for at most"),
                           "ruleRequested", {30, 1, 7, 14, 90, 180, 365}, dayWords);
}

void RuleForm::addOften(QVBoxLayout *column)
{
    m_oftenRow = addRow(column, tr("How often"), "ruleOften");
    m_counted = new QComboBox;
    m_counted->setObjectName(QStringLiteral("ruleCounted"));
    m_counted->setAccessibleName(tr("What is counted"));
    m_counted->addItem(tr("What they asked"), static_cast<int>(policy::Counted::Asked));
    m_counted->addItem(tr("What rules allowed them"), static_cast<int>(policy::Counted::Allowed));
    m_window = new QComboBox;
    m_window->setObjectName(QStringLiteral("ruleWindow"));
    m_window->setAccessibleName(tr("Within what time it is counted"));
    for (const policy::Window window : {policy::Window::Day, policy::Window::Hour, policy::Window::Week})
        m_window->addItem(windowWords(window), static_cast<int>(window));
    auto *line = row(space::s);
    for (QComboBox *box : {m_counted, m_window}) {
        line->addWidget(box);
        connect(box, &QComboBox::currentIndexChanged, this, &RuleForm::touched);
    }
    line->addStretch(1);
    m_oftenRow->choices()->addLayout(line);
    m_count = addRange(m_oftenRow, tr("Only if it was at least"), tr("Only if it was at most"), "ruleCount",
                       {1, 2, 3, 4, 5, 10, 20, 50, 100}, timesWords);
}

void RuleForm::addSignIn(QVBoxLayout *column)
{
    m_signInRow = addRow(column, tr("My sign-in"), "ruleSignIn");
    m_aal = addRange(m_signInRow, tr("Only if it is at least"), tr("Only if it is at most"), "ruleAal", {2, 1, 3},
                     signInWords);
    m_ial = addRange(m_signInRow, tr("Only if who I am was proved at least"), tr("Only if who I am was proved at most"),
                     "ruleIal", {2, 1, 3}, levelWords);
}

NumberChoice *RuleForm::addDays(QVBoxLayout *column, const QString &text, const char *name,
                                const QList<int> &days) const
{
    auto *choice = new NumberChoice(text, QLatin1String(name), days, dayWords);
    column->addWidget(choice);
    connect(choice, &NumberChoice::changed, this, &RuleForm::touched);
    return choice;
}

RangeChoice *RuleForm::addRange(FormRow *row, const QString &least, const QString &most, const char *name,
                                const QList<int> &numbers, QString (*words)(int)) const
{
    auto *choice = new RangeChoice(least, most, QLatin1String(name), numbers, words);
    row->choices()->addWidget(choice);
    connect(choice, &RangeChoice::changed, this, &RuleForm::touched);
    return choice;
}

void RuleForm::addObligations(QVBoxLayout *column)
{
    m_thenRow = addRow(column, tr("And then"), "ruleThen");
    QVBoxLayout *choices = m_thenRow->choices();
    m_again = addDays(choices, tr("Ask me again every"), "ruleAgain", {30, 7, 14, 90, 180, 365});
    m_limit = addDays(choices, tr("Share it for at most"), "ruleLimit", {30, 1, 7, 90, 180, 365});
    m_once = addBox(choices, false, tr("Share it for one use only"), QStringLiteral("ruleOnce"));
    m_stepUp = addBox(choices, false, tr("Only after a stronger sign-in"), QStringLiteral("ruleStepUp"));
    m_notify = addBox(choices, false, tr("Tell me each time"), QStringLiteral("ruleNotify"));
}

void RuleForm::start()
{
    for (FormRow *row : std::as_const(m_rows))
        row->setOpen(row == m_whoRow);
    m_showsAll = false;
    summarize();
    m_effects.first()->setFocus(Qt::OtherFocusReason);
}

void RuleForm::askForNetwork()
{
    m_networkRow->setOpen(true);
    m_networkRow->button()->setFocus(Qt::OtherFocusReason);
    Q_EMIT wanted(m_networkRow);
}

void RuleForm::touched()
{
    if (m_loading)
        return;
    fillNetwork();
    summarize();
    Q_EMIT changed();
}

} // namespace fpx::ui
