// A number that a rule may state: a check box, and the list that it is chosen from.
#pragma once

#include <QWidget>

#include <functional>
#include <optional>

class QComboBox;

namespace fpx::ui {

class ChoiceBox;

class NumberChoice : public QWidget
{
    Q_OBJECT

public:
    using Words = std::function<QString(int)>;

    /// The list offers `numbers`, the first of them at first, each as `words` says it. Its object name is `name` and
    /// "Number".
    NumberChoice(const QString &text, const QString &name, const QList<int> &numbers, Words words,
                 QWidget *parent = nullptr);
    /// One that the list does not offer is added to it.
    void setNumber(std::optional<int> number);
    /// Nothing: not ticked.
    [[nodiscard]] std::optional<int> number() const;

Q_SIGNALS:
    void changed();

private:
    Words m_words;
    ChoiceBox *m_box;
    QComboBox *m_list;
    bool m_loading = false;
};

} // namespace fpx::ui
