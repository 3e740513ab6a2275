<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="fr_FR" sourcelanguage="en">
<context>
    <name>Pages</name>
    <message>
        <source>Look at your wallet</source>
        <translation>Regardez votre portefeuille</translation>
    </message>
    <message>
        <source>A request is waiting in %1 on this computer. This page goes on by itself once you have answered.</source>
        <translation>Une demande vous attend dans %1 sur cet ordinateur. Cette page continue d’elle-même dès que vous avez répondu.</translation>
    </message>
    <message>
        <source>The wallet never asks for a passphrase in a browser.</source>
        <translation>Le portefeuille ne demande jamais de phrase secrète dans un navigateur.</translation>
    </message>
    <message>
        <source>Nothing was shared</source>
        <translation>Rien n’a été partagé</translation>
    </message>
    <message>
        <source>This request has ended. You can close this page.</source>
        <translation>Cette demande est terminée. Vous pouvez fermer cette page.</translation>
    </message>
    <message>
        <source>Back to your wallet</source>
        <translation>Retour à votre portefeuille</translation>
    </message>
    <message>
        <source>You can close this page and go on in %1.</source>
        <translation>Vous pouvez fermer cette page et continuer dans %1.</translation>
    </message>
    <message>
        <source>Going back</source>
        <translation>Retour</translation>
    </message>
    <message>
        <source>Your answer is ready.</source>
        <translation>Votre réponse est prête.</translation>
    </message>
    <message>
        <source>One moment</source>
        <translation>Un instant</translation>
    </message>
    <message>
        <source>You are taken to your provider.</source>
        <translation>Vous allez être dirigé vers votre fournisseur.</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>Continuer</translation>
    </message>
</context>
</TS>
