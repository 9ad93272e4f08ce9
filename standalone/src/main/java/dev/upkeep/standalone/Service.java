package dev.upkeep.standalone;

import dev.upkeep.database.DatabaseMaintenanceService;
import dev.upkeep.deploy.DeployService;
import dev.upkeep.notification.NotificationService;
import dev.upkeep.scheduler.SchedulerService;

/** The services of the platform. */
enum Service {
  SCHEDULER("scheduler-service", "upkeep_scheduler", SchedulerService.class),
  DATABASE("db-maintenance-service", "upkeep_database", DatabaseMaintenanceService.class),
  DEPLOY("deploy-service", "upkeep_deploy", DeployService.class),
  NOTIFICATION("notification-service", "upkeep_notification", NotificationService.class);

  private final String serviceName;
  private final String schema;
  private final Class<?> application;

  Service(String serviceName, String schema, Class<?> application) {
    this.serviceName = serviceName;
    this.schema = schema;
    this.application = application;
  }

  String serviceName() {
    return serviceName;
  }

  /** Its schema and the account that owns it. */
  String schema() {
    return schema;
  }

  Class<?> application() {
    return application;
  }
}
