<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en_US">
<context>
    <name>AlsoRevoke</name>
    <message numerus="yes">
        <source>%n permission(s) that you have given would not be given under this rule. They go on until you revoke them.</source>
        <translation>
            <numerusform>%n permission that you have given would not be given under this rule. It goes on until you revoke it.</numerusform>
            <numerusform>%n permissions that you have given would not be given under this rule. They go on until you revoke them.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Consent</name>
    <message numerus="yes">
        <source>%1 lists %n more permission(s) that do not fit what you gave. Tell the wallet's operator.</source>
        <translation>
            <numerusform>%1 lists %n more permission that does not fit what you gave. Tell the wallet's operator.</numerusform>
            <numerusform>%1 lists %n more permissions that do not fit what you gave. Tell the wallet's operator.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 has asked %n time(s) within a day.</source>
        <translation>
            <numerusform>%1 has asked %n time within a day.</numerusform>
            <numerusform>%1 has asked %n times within a day.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Identity</name>
    <message numerus="yes">
        <source>Your provider signed you in %n hour(s) ago, longer than this wallet takes a sign-in for. Sign out there, then sign in again.</source>
        <translation>
            <numerusform>Your provider signed you in %n hour ago, longer than this wallet takes a sign-in for. Sign out there, then sign in again.</numerusform>
            <numerusform>Your provider signed you in %n hours ago, longer than this wallet takes a sign-in for. Sign out there, then sign in again.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>OAuth</name>
    <message numerus="yes">
        <source>Your computer&apos;s clock is %n minute(s) ahead. Set it right and try again.</source>
        <translation>
            <numerusform>Your computer&apos;s clock is %n minute ahead. Set it right and try again.</numerusform>
            <numerusform>Your computer&apos;s clock is %n minutes ahead. Set it right and try again.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Your computer&apos;s clock is %n minute(s) behind. Set it right and try again.</source>
        <translation>
            <numerusform>Your computer&apos;s clock is %n minute behind. Set it right and try again.</numerusform>
            <numerusform>Your computer&apos;s clock is %n minutes behind. Set it right and try again.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Ui</name>
    <message numerus="yes">
        <source>%n time(s), last %1</source>
        <translation>
            <numerusform>%n time, last %1</numerusform>
            <numerusform>%n times, last %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n day(s)</source>
        <translation>
            <numerusform>%n day</numerusform>
            <numerusform>%n days</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n time(s)</source>
        <translation>
            <numerusform>%n time</numerusform>
            <numerusform>%n times</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>For %n day(s) at most.</source>
        <translation>
            <numerusform>For %n day at most.</numerusform>
            <numerusform>For %n days at most.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Ask me again every %n day(s).</source>
        <translation>
            <numerusform>Ask me again every day.</numerusform>
            <numerusform>Ask me again every %n days.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n min ago</source>
        <translation>
            <numerusform>%n min ago</numerusform>
            <numerusform>%n min ago</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n h ago</source>
        <translation>
            <numerusform>%n h ago</numerusform>
            <numerusform>%n h ago</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>in %n day(s)</source>
        <translation>
            <numerusform>in %n day</numerusform>
            <numerusform>in %n days</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>fpx::ui::ChoosingBar</name>
    <message numerus="yes">
        <source>%n chosen</source>
        <translation>
            <numerusform>%n chosen</numerusform>
            <numerusform>%n chosen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Revoke %n…</source>
        <translation>
            <numerusform>Revoke %n…</numerusform>
            <numerusform>Revoke %n…</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>fpx::ui::RevokeDialog</name>
    <message numerus="yes">
        <source>Revoke %n permission(s)?</source>
        <translation>
            <numerusform>Revoke %n permission?</numerusform>
            <numerusform>Revoke %n permissions?</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n of your rule(s) would allow the next request. Switch them off</source>
        <translation>
            <numerusform>%n of your rules would allow the next request. Switch it off</numerusform>
            <numerusform>%n of your rules would allow the next request. Switch them off</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>And %n more.</source>
        <translation>
            <numerusform>And %n more.</numerusform>
            <numerusform>And %n more.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>fpx::ui::SharingPlace</name>
    <message numerus="yes">
        <source>%n more of this kind are in the history.</source>
        <translation>
            <numerusform>%n more of this kind is in the history.</numerusform>
            <numerusform>%n more of this kind are in the history.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>fpx::ui::Sidebar</name>
    <message numerus="yes">
        <source>%n waiting</source>
        <translation>
            <numerusform>%n waiting</numerusform>
            <numerusform>%n waiting</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>fpx::ui::SourceCard</name>
    <message numerus="yes">
        <source>%n permission(s) rely on it</source>
        <translation>
            <numerusform>%n permission relies on it</numerusform>
            <numerusform>%n permissions rely on it</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Also revoke the %n permission(s) that rely on it</source>
        <translation>
            <numerusform>Also revoke the permission that relies on it</numerusform>
            <numerusform>Also revoke the %n permissions that rely on it</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>fpx::ui::StatusPages</name>
    <message numerus="yes">
        <source>%n request(s) waiting</source>
        <translation>
            <numerusform>%n request waiting</numerusform>
            <numerusform>%n requests waiting</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>fpx::ui::MainWindow</name>
    <message numerus="yes">
        <source>Delete %n empty profile(s)?</source>
        <translation>
            <numerusform>Delete %n empty profile?</numerusform>
            <numerusform>Delete %n empty profiles?</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>fpx::ui::Tray</name>
    <message numerus="yes">
        <source>%n request(s) waiting</source>
        <translation>
            <numerusform>%n request waiting</numerusform>
            <numerusform>%n requests waiting</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>fpx::ui::Consequences</name>
    <message numerus="yes">
        <source>It would have decided none of your last %n request(s) differently.</source>
        <translation>
            <numerusform>It would not have decided your last request differently.</numerusform>
            <numerusform>It would have decided none of your last %n requests differently.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>And %n more like these.</source>
        <translation>
            <numerusform>And %n more like these.</numerusform>
            <numerusform>And %n more like these.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>And %n more service(s), with fewer such requests each.</source>
        <translation>
            <numerusform>And %n more service, with fewer such requests.</numerusform>
            <numerusform>And %n more services, with fewer such requests each.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>It would have decided %1 of your last %n request(s) differently.</source>
        <translation>
            <numerusform>It would have decided %1 of your last %n request differently.</numerusform>
            <numerusform>It would have decided %1 of your last %n requests differently.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 of %n request(s)</source>
        <translation>
            <numerusform>%1 of %n request</numerusform>
            <numerusform>%1 of %n requests</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>fpx::ui::RulesPlace</name>
    <message numerus="yes">
        <source>You allowed this %n time(s) in a row. Make it a rule?</source>
        <translation>
            <numerusform>You allowed this once. Make it a rule?</numerusform>
            <numerusform>You allowed this %n times in a row. Make it a rule?</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Wallet</name>
    <message numerus="yes">
        <source>%n rule(s) that allowed something did not say at which network, and the wallet cannot tell. They are switched off, and you are asked instead. Open them under Rules and choose the network.</source>
        <translation>
            <numerusform>%n rule that allowed something did not say at which network, and the wallet cannot tell. It is switched off, and you are asked instead. Open it under Rules and choose the network.</numerusform>
            <numerusform>%n rules that allowed something did not say at which network, and the wallet cannot tell. They are switched off, and you are asked instead. Open them under Rules and choose the network.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n request(s) waiting</source>
        <translation>
            <numerusform>%n request waiting</numerusform>
            <numerusform>%n requests waiting</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n request(s) for the same whose answer has not left yet are declined.</source>
        <translation>
            <numerusform>%n request for the same whose answer has not left yet is declined.</numerusform>
            <numerusform>%n requests for the same whose answer has not left yet are declined.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 was allowed %n time(s) today without asking you, the last time to use %2.</source>
        <translation>
            <numerusform>%1 was allowed %n time today without asking you, the last time to use %2.</numerusform>
            <numerusform>%1 was allowed %n times today without asking you, the last time to use %2.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n request(s) from %1 were declined today without asking you.</source>
        <translation>
            <numerusform>%n request from %1 was declined today without asking you.</numerusform>
            <numerusform>%n requests from %1 were declined today without asking you.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n time(s)</source>
        <translation>
            <numerusform>%n time</numerusform>
            <numerusform>%n times</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The network has not confirmed %n revocation(s) yet. The profile stays until it has; try again later.</source>
        <translation>
            <numerusform>The network has not confirmed %n revocation yet. The profile stays until it has; try again later.</numerusform>
            <numerusform>The network has not confirmed %n revocations yet. The profile stays until it has; try again later.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>fpx::ui::ProfileList</name>
    <message numerus="yes">
        <source>%n permission(s)</source>
        <translation>
            <numerusform>%n permission</numerusform>
            <numerusform>%n permissions</numerusform>
        </translation>
    </message>
</context>
</TS>
