package dev.upkeep.chassis.run;

import org.springframework.context.annotation.Configuration;

/**
 * What a worker service imports beside the chassis: takes in due events, runs the {@linkplain
 * dev.upkeep.chassis.task.Task tasks} among the service's beans, and tells what became of them.
 */
@Configuration(proxyBeanMethods = false)
public class Worker {}
