<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en_US">
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
    <name>fpx::ui::PermissionPage</name>
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
    <message numerus="yes">
        <source>Revoke %n permission(s)?</source>
        <translation>
            <numerusform>Revoke %n permission?</numerusform>
            <numerusform>Revoke %n permissions?</numerusform>
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
    <name>fpx::ui::Tray</name>
    <message numerus="yes">
        <source>%n request(s) waiting</source>
        <translation>
            <numerusform>%n request waiting</numerusform>
            <numerusform>%n requests waiting</numerusform>
        </translation>
    </message>
</context>
</TS>
