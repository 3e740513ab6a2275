// The policy engine: facts, rules, sets of rules.
#pragma once

#include <fpx/policy/facts.h>
#include <fpx/policy/rule.h>
#include <fpx/policy/ruleset.h>
