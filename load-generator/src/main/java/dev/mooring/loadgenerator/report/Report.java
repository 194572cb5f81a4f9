package dev.mooring.loadgenerator.report;

import dev.mooring.capacity.kernel.Machine;
import dev.mooring.loadgenerator.plan.SwarmPlan;
import dev.mooring.loadgenerator.run.Outcome;

/** Everything a report shows: what was asked for, where, what came out, and whether that is good. */
public record Report(SwarmPlan plan, Machine machine, Outcome outcome, Verdict verdict) {}
