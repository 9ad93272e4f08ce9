/**
 * deploy-service: looks at what runs, and replaces it. One package per task. The only service that
 * needs the Docker socket with rights to create containers.
 */
@NullMarked
package dev.upkeep.deploy;

import org.jspecify.annotations.NullMarked;
