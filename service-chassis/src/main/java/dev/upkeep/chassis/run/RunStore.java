package dev.upkeep.chassis.run;

import dev.upkeep.chassis.database.Transactions;
import dev.upkeep.chassis.finding.Findings;
import dev.upkeep.chassis.outbox.Outbox;
import java.time.Clock;
import java.util.function.UnaryOperator;

/**
 * Where everything about runs is written: always together, in one transaction.
 *
 * @param masking takes secrets out of texts that may quote the world, such as error messages
 */
record RunStore(
    Transactions transactions,
    TaskRuns runs,
    StepJournals journals,
    RunResources resources,
    Findings findings,
    Outbox outbox,
    Clock clock,
    UnaryOperator<String> masking) {}
