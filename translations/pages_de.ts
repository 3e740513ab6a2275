<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de_DE" sourcelanguage="en">
<context>
    <name>Pages</name>
    <message>
        <source>Look at your wallet</source>
        <translation>Schauen Sie in Ihre Wallet</translation>
    </message>
    <message>
        <source>A request is waiting in %1 on this computer. This page goes on by itself once you have answered.</source>
        <translation>In %1 auf diesem Computer wartet eine Anfrage. Diese Seite geht von selbst weiter, sobald Sie geantwortet haben.</translation>
    </message>
    <message>
        <source>The wallet never asks for a passphrase in a browser.</source>
        <translation>Die Wallet fragt nie in einem Browser nach einer Passphrase.</translation>
    </message>
    <message>
        <source>Nothing was shared</source>
        <translation>Es wurde nichts geteilt</translation>
    </message>
    <message>
        <source>This request has ended. You can close this page.</source>
        <translation>Diese Anfrage ist beendet. Sie können diese Seite schließen.</translation>
    </message>
    <message>
        <source>Back to your wallet</source>
        <translation>Zurück zu Ihrer Wallet</translation>
    </message>
    <message>
        <source>You can close this page and go on in %1.</source>
        <translation>Sie können diese Seite schließen und in %1 weitermachen.</translation>
    </message>
    <message>
        <source>Going back</source>
        <translation>Es geht zurück</translation>
    </message>
    <message>
        <source>Your answer is ready.</source>
        <translation>Ihre Antwort ist bereit.</translation>
    </message>
    <message>
        <source>One moment</source>
        <translation>Einen Augenblick</translation>
    </message>
    <message>
        <source>You are taken to your provider.</source>
        <translation>Sie werden zu Ihrem Anbieter weitergeleitet.</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>Weiter</translation>
    </message>
</context>
</TS>
