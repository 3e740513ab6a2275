// Decides the requests of a scenario with Cedar and prints what came out and how long one call took.
//
//     fpx-bench-cedar SCENARIO.json
//
// Scenario: {"main": permit and forbid policies, "ask": the policies of effect ask, "requests": [{"client",
// "definition", "days"}], "rounds": how often each call is timed}. Out: {"decisions": [deny|ask|allow], "nanoseconds":
// the median time of one is_authorized call on `main`}.
use cedar_policy::{
    Authorizer, Context, Decision, Entities, EntityUid, PolicySet, Request, RestrictedExpression,
};
use std::hint::black_box;
use std::time::Instant;

fn uid(kind: &str, name: &str) -> EntityUid {
    format!("{kind}::\"{name}\"").parse().expect("an entity")
}

fn request(json: &serde_json::Value) -> Request {
    let context = Context::from_pairs([(
        "days".to_string(),
        RestrictedExpression::new_long(json["days"].as_i64().expect("days")),
    )])
    .expect("a context");
    Request::new(
        uid("Client", json["client"].as_str().expect("client")),
        uid("Action", "share"),
        uid("Definition", json["definition"].as_str().expect("definition")),
        context,
        None,
    )
    .expect("a request")
}

fn decision(main: &PolicySet, ask: &PolicySet, request: &Request, entities: &Entities) -> &'static str {
    let authorizer = Authorizer::new();
    let answer = authorizer.is_authorized(request, main, entities);
    let forbidden = answer.decision() == Decision::Deny && answer.diagnostics().reason().next().is_some();
    if forbidden {
        return "deny";
    }
    let asked = authorizer.is_authorized(request, ask, entities).decision() == Decision::Allow;
    if !asked && answer.decision() == Decision::Allow {
        "allow"
    } else {
        "ask"
    }
}

fn main() {
    let path = std::env::args().nth(1).expect("a scenario");
    let text = std::fs::read_to_string(path).expect("a readable scenario");
    let scenario: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    let set = |name: &str| -> PolicySet {
        scenario[name].as_str().expect("policies").parse().expect("a policy set")
    };
    let (main, ask) = (set("main"), set("ask"));
    let entities = Entities::empty();
    let requests: Vec<Request> = scenario["requests"].as_array().expect("requests").iter().map(request).collect();
    let decisions: Vec<&str> = requests.iter().map(|r| decision(&main, &ask, r, &entities)).collect();

    let authorizer = Authorizer::new();
    let mut times = Vec::new();
    for _ in 0..scenario["rounds"].as_u64().expect("rounds") {
        for request in &requests {
            let start = Instant::now();
            black_box(authorizer.is_authorized(black_box(request), &main, &entities));
            times.push(start.elapsed().as_nanos() as u64);
        }
    }
    times.sort_unstable();
    println!("{}", serde_json::json!({"decisions": decisions, "nanoseconds": times[times.len() / 2]}));
}
