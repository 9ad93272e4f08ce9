package dev.upkeep.sample;

import java.util.List;

/** What is in the sample's tables: looked up, not remembered. */
public record SampleReport(List<Table> tables) {

  /**
   * One table's count.
   *
   * @param dueForCleanup rows past their keeping time at the instant of looking; 0 where rows are
   *     kept for ever
   */
  public record Table(String name, long rows, long dueForCleanup) {}

  public SampleReport {
    tables = List.copyOf(tables);
  }

  public long rows() {
    return tables.stream().mapToLong(Table::rows).sum();
  }

  /**
   * One table's line.
   *
   * @throws IllegalArgumentException if the sample has no such table
   */
  public Table table(String name) {
    return tables.stream()
        .filter(table -> table.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("The sample has no table " + name));
  }
}
