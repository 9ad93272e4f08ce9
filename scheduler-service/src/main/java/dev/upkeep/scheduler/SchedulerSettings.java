package dev.upkeep.scheduler;

import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where operators keep their files.
 *
 * @param systemsFolder the system files
 * @param runbooksFolder the runbook files
 * @param keysFolder the operator's own key pair; below it {@code trusted/}, the public keys of
 *     those whose triggers are believed
 */
@ConfigurationProperties("upkeep")
public record SchedulerSettings(
    @DefaultValue("systems") Path systemsFolder,
    @DefaultValue("runbooks") Path runbooksFolder,
    @DefaultValue("keys") Path keysFolder) {}
