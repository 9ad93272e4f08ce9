package dev.upkeep.chassis.catalogue;

import dev.upkeep.chassis.database.Transactions;
import dev.upkeep.chassis.outbox.Outbox;
import dev.upkeep.chassis.task.Task;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Announces the service's tasks. */
@Configuration(proxyBeanMethods = false)
public class CatalogueConfiguration {
  @Bean
  TaskAnnouncements taskAnnouncements(
      ObjectProvider<Task> tasks, Outbox outbox, Transactions transactions) {
    return new TaskAnnouncements(tasks.orderedStream().toList(), outbox, transactions);
  }
}
