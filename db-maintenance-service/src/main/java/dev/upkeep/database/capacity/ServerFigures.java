package dev.upkeep.database.capacity;

import java.util.Optional;

/**
 * What a server uses of its machine.
 *
 * @param memoryBytes what the server has taken
 * @param memoryFrom who says so
 * @param memoryAtMostBytes what its settings let it take, if every connection used all its buffers
 * @param cpuSeconds processor time since the server started
 * @param cpuFrom who says so, or why nobody does
 * @param uptimeSeconds since the server started
 * @param hostMemoryBytes of the machine
 * @param processors of the machine
 * @param hostFrom who says so, or why nobody does
 */
record ServerFigures(
    long memoryBytes,
    String memoryFrom,
    long memoryAtMostBytes,
    Optional<Double> cpuSeconds,
    String cpuFrom,
    long uptimeSeconds,
    Optional<Long> hostMemoryBytes,
    Optional<Integer> processors,
    String hostFrom) {}
