<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="es_ES" sourcelanguage="en">
<context>
    <name>Pages</name>
    <message>
        <source>Look at your wallet</source>
        <translation>Mire su cartera</translation>
    </message>
    <message>
        <source>A request is waiting in %1 on this computer. This page goes on by itself once you have answered.</source>
        <translation>Hay una solicitud esperando en %1 en este equipo. Esta página sigue por sí sola en cuanto usted responda.</translation>
    </message>
    <message>
        <source>The wallet never asks for a passphrase in a browser.</source>
        <translation>La cartera nunca pide una frase de contraseña en un navegador.</translation>
    </message>
    <message>
        <source>Nothing was shared</source>
        <translation>No se ha compartido nada</translation>
    </message>
    <message>
        <source>This request has ended. You can close this page.</source>
        <translation>Esta solicitud ha terminado. Puede cerrar esta página.</translation>
    </message>
    <message>
        <source>Back to your wallet</source>
        <translation>Vuelva a su cartera</translation>
    </message>
    <message>
        <source>You can close this page and go on in %1.</source>
        <translation>Puede cerrar esta página y continuar en %1.</translation>
    </message>
    <message>
        <source>Going back</source>
        <translation>Volviendo</translation>
    </message>
    <message>
        <source>Your answer is ready.</source>
        <translation>Su respuesta está lista.</translation>
    </message>
    <message>
        <source>One moment</source>
        <translation>Un momento</translation>
    </message>
    <message>
        <source>You are taken to your provider.</source>
        <translation>Se le lleva a su proveedor.</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>Continuar</translation>
    </message>
</context>
</TS>
