// Tokens and documents of one errand.
#include "client/serviceclient.h"

using namespace Qt::StringLiterals;

namespace fpx::sandbox {

void ServiceClient::redeem(const ErrandPtr &errand, const QList<QPair<QString, QString>> &grant,
                           const std::function<void()> &done)
{
    const AsLink as = network(errand->network)->link;
    as.metadata(fetcher(), [this, as, errand, grant, done](const QJsonObject &metadata) {
        fetcher().postForm(metadata.value(u"token_endpoint"_s).toString(), {as.auth()}, grant,
                           [this, errand, done](const Response &response) {
                               const QJsonObject answer = parseJsonObject(response.body).value_or(QJsonObject{});
                               if (response.status != 200) {
                                   const QString error = answer.value(u"error"_s).toString(u"no_answer"_s);
                                   if (error == "request_submitted"_L1)
                                       return done(); // another device: not answered yet
                                   errand->outcome = error == "request_denied"_L1 ? u"declined"_s : u"failed"_s;
                                   errand->error = error;
                                   errand->documents = {};
                                   return done();
                               }
                               errand->outcome = u"granted"_s;
                               errand->refreshToken = answer.value(u"refresh_token"_s).toString();
                               fetch(errand, answer.value(u"fpx_access_tokens"_s).toArray(), done);
                           });
    });
}

void ServiceClient::fetch(const ErrandPtr &errand, const QJsonArray &tokens, const std::function<void()> &done)
{
    errand->documents = {};
    auto open = std::make_shared<int>(1);
    const auto finish = [open, done] {
        if (--*open == 0)
            done();
    };
    for (const QJsonValue &token : tokens) {
        for (const QJsonValue &resource : offer(errand->offer)->resources) {
            ++*open;
            const QString definition = resource.toObject().value(u"resource_definition"_s).toString();
            const QString target = token.toObject().value(u"resource_location"_s).toString() + u'/' + definition;
            fetcher().send("GET"_ba, target, {Fetcher::bearer(token.toObject().value(u"access_token"_s).toString())},
                           {}, [errand, definition, finish](const Response &response) {
                               const auto document = parseJsonObject(response.body);
                               if (response.status == 200 && document)
                                   errand->documents.append(*document);
                               else if (document) // of a resource at another source, or refused
                                   errand->error = document->value(u"error"_s).toString() + u": "_s +
                                                   document->value(u"error_description"_s).toString();
                               finish();
                           });
        }
    }
    finish();
}

void ServiceClient::again(const Request &request, const Reply &reply)
{
    const ErrandPtr errand = errandOf(request);
    if (!errand || errand->refreshToken.isEmpty())
        return reply(refused(request, refuse(400, u"invalid_request"_s, u"there is nothing to renew"_s)));
    redeem(errand, {{u"grant_type"_s, u"refresh_token"_s}, {u"refresh_token"_s, errand->refreshToken}},
           [reply, errand] { reply(Response::redirect(u"/result/"_s + errand->id)); });
}

void ServiceClient::devicePage(const Request &request, const Reply &reply)
{
    const ErrandPtr errand = errandOf(request);
    if (!errand || errand->userCode.isEmpty())
        return reply(refused(request, refuse(404, u"not_found"_s, u"there is no such request in this browser"_s)));
    const auto show = [this, errand, reply] {
        if (errand->outcome != "open"_L1)
            return reply(Response::redirect(u"/result/"_s + errand->id));
        PageOptions options;
        options.extraHead = u"<meta http-equiv=\"refresh\" content=\"3\">"_s;
        reply(Response::html(page(
            u"Enter this code"_s,
            u"<div class=\"card\"><h1>Enter this code in your wallet</h1><p class=\"code\" id=\"user-code\">%1</p><p "
            "class=\"soft\">On your computer, open the wallet, choose “Enter a code”, and type it, for the network %2. "
            "The code counts for ten minutes. This page goes on by itself.</p><hr><p class=\"small soft\">Wallet on this "
            "device after all? <a id=\"wallet-link\" href=\"%3\">Open it</a>, and type the code there.</p></div>"_s.arg(
                errand->userCode, escaped(network(errand->network)->name), escaped(errand->walletLink)),
            options)));
    };
    redeem(errand, {{u"grant_type"_s, u"urn:ietf:params:oauth:grant-type:uma-ticket"_s}, {u"ticket"_s, errand->ticket}},
           show);
}

} // namespace fpx::sandbox
