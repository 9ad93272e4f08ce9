package dev.upkeep.database.indexes;

import dev.upkeep.chassis.task.Precheck;
import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.chassis.task.Steps;
import dev.upkeep.chassis.task.Task;
import dev.upkeep.database.catalogue.Described;
import dev.upkeep.events.TaskDescription;
import dev.upkeep.system.database.TargetDatabases;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Brings about the indexes that operators want, online, and keeps only those that do no harm. */
@Component
final class IndexApplyTask implements Task {

  private final TargetDatabases databases;
  private final IndexHistory history;
  private final Wanted wanted;

  IndexApplyTask(TargetDatabases databases, JdbcClient jdbc) {
    this.databases = databases;
    this.history = new IndexHistory(jdbc);
    this.wanted = new Wanted(databases);
  }

  @Override
  public Steps steps() {
    return Steps.version(1)
        .then(new CheckIndexes(databases, wanted, history))
        .then(new MeasureBefore(databases))
        .forEach(
            CreateIndex.NAME,
            Work.items(Work.Kind.CREATE),
            item -> new CreateIndex(databases, item))
        .forEach(
            JudgeIndex.NAME,
            Work.items(Work.Kind.CREATE),
            item -> new JudgeIndex(databases, history, item))
        .forEach(
            IgnoreIndex.NAME,
            Work.items(Work.Kind.IGNORE),
            item -> new IgnoreIndex(databases, history, item))
        .forEach(
            DropIndex.NAME,
            Work.items(Work.Kind.DROP),
            item -> new DropIndex(databases, history, item))
        .then(new SumUp());
  }

  @Override
  public Precheck precheck(StepContext context) throws Exception {
    return databases.precheck(
        context, session -> IndexApplyPrecheck.of(session, wanted.of(context)));
  }

  @Override
  public TaskDescription description() {
    return Described.as("database.index-apply");
  }

  @Override
  public Class<? extends Record> parameters() {
    return IndexApplyParameters.class;
  }
}
