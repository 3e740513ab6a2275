<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ar" sourcelanguage="en">
<context>
    <name>Pages</name>
    <message>
        <source>Look at your wallet</source>
        <translation>انظر إلى محفظتك</translation>
    </message>
    <message>
        <source>A request is waiting in %1 on this computer. This page goes on by itself once you have answered.</source>
        <translation>هناك طلب ينتظرك في %1 على هذا الحاسوب. ستتابع هذه الصفحة من تلقاء نفسها بعد أن تجيب.</translation>
    </message>
    <message>
        <source>The wallet never asks for a passphrase in a browser.</source>
        <translation>لا تطلب المحفظة أبدًا عبارة مرور في المتصفح.</translation>
    </message>
    <message>
        <source>Nothing was shared</source>
        <translation>لم تتم مشاركة أي شيء</translation>
    </message>
    <message>
        <source>This request has ended. You can close this page.</source>
        <translation>انتهى هذا الطلب. يمكنك إغلاق هذه الصفحة.</translation>
    </message>
    <message>
        <source>Back to your wallet</source>
        <translation>العودة إلى محفظتك</translation>
    </message>
    <message>
        <source>You can close this page and go on in %1.</source>
        <translation>يمكنك إغلاق هذه الصفحة والمتابعة في %1.</translation>
    </message>
    <message>
        <source>Going back</source>
        <translation>جارٍ الرجوع</translation>
    </message>
    <message>
        <source>Your answer is ready.</source>
        <translation>إجابتك جاهزة.</translation>
    </message>
    <message>
        <source>One moment</source>
        <translation>لحظة من فضلك</translation>
    </message>
    <message>
        <source>You are taken to your provider.</source>
        <translation>يتم نقلك إلى مزوّد الخدمة الخاص بك.</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>متابعة</translation>
    </message>
</context>
</TS>
