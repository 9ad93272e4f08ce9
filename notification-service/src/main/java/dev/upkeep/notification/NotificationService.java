package dev.upkeep.notification;

import dev.upkeep.chassis.Chassis;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Import;

/** Tells people by mail and chat how maintenance went, and remembers that it did. */
@SpringBootConfiguration
@ComponentScan
@Import(Chassis.class)
public class NotificationService {
  /** Starts the service alone; the standalone platform starts it beside the others. */
  public static void main(String[] arguments) {
    SpringApplication.run(NotificationService.class, arguments);
  }
}
