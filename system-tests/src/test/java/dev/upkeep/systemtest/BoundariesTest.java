package dev.upkeep.systemtest;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZonedDateTime;

/** Who may know whom: docs/architecture.md, as rules. */
@AnalyzeClasses(packages = "dev.upkeep", importOptions = ImportOption.DoNotIncludeTests.class)
class BoundariesTest {
  private static final String[] SERVICES = {
    "dev.upkeep.scheduler..",
    "dev.upkeep.database..",
    "dev.upkeep.deploy..",
    "dev.upkeep.notification.."
  };

  @ArchTest
  static final ArchRule noServiceKnowsAnother =
      slices()
          .matching("dev.upkeep.(scheduler|database|deploy|notification)..")
          .should()
          .notDependOnEachOther()
          .because("services talk over Kafka");

  @ArchTest
  static final ArchRule eventsKnowNoFramework =
      classes()
          .that()
          .resideInAPackage("dev.upkeep.events..")
          .should()
          .onlyDependOnClassesThat(
              resideInAnyPackage(
                  "dev.upkeep.events..",
                  "java..",
                  "org.jspecify..",
                  "com.fasterxml.jackson.annotation..",
                  "tools.jackson..",
                  "org.apache.kafka.."));

  @ArchTest
  static final ArchRule theChassisKnowsNoKindOfMaintenance =
      noClasses()
          .that()
          .resideInAPackage("dev.upkeep.chassis..")
          .should()
          .dependOnClassesThat(
              resideInAnyPackage("dev.upkeep.system..", "dev.upkeep.sample..", "dev.upkeep.cli..")
                  .or(resideInAnyPackage(SERVICES)));

  @ArchTest
  static final ArchRule theMaintainedSystemDecidesNothing =
      noClasses()
          .that()
          .resideInAPackage("dev.upkeep.system..")
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(SERVICES).or(resideInAPackage("dev.upkeep.standalone..")));

  @ArchTest
  static final ArchRule embeddedServersKnowNobody =
      noClasses()
          .that()
          .resideInAPackage("dev.upkeep.embedded..")
          .should()
          .dependOnClassesThat(
              resideInAPackage("dev.upkeep..")
                  .and(
                      com.tngtech.archunit.base.DescribedPredicate.not(
                          resideInAPackage("dev.upkeep.embedded.."))));

  @ArchTest
  static final ArchRule timeComesFromTheInjectedClock =
      noClasses()
          .that()
          .resideInAnyPackage(
              "dev.upkeep.chassis..",
              "dev.upkeep.system..",
              "dev.upkeep.scheduler..",
              "dev.upkeep.database..",
              "dev.upkeep.deploy..",
              "dev.upkeep.notification..")
          .and()
          .doNotHaveFullyQualifiedName("dev.upkeep.chassis.time.TimeConfiguration")
          .should()
          .callMethod(Instant.class, "now")
          .orShould()
          .callMethod(LocalDate.class, "now")
          .orShould()
          .callMethod(LocalDateTime.class, "now")
          .orShould()
          .callMethod(ZonedDateTime.class, "now")
          .orShould()
          .callMethod(Clock.class, "systemUTC")
          .orShould()
          .callMethod(System.class, "currentTimeMillis");

  @ArchTest
  static final ArchRule noCircles = slices().matching("dev.upkeep.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule noCirclesWithinTheChassis =
      slices().matching("dev.upkeep.chassis.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule noCirclesWithinTheScheduler =
      slices().matching("dev.upkeep.scheduler.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule noCirclesWithinDatabaseMaintenance =
      slices().matching("dev.upkeep.database.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule noCirclesWithinDeploy =
      slices().matching("dev.upkeep.deploy.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule noCirclesWithinNotification =
      slices().matching("dev.upkeep.notification.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule noOtherJson =
      noClasses()
          .should()
          .dependOnClassesThat(resideInAPackage("com.fasterxml.jackson.databind.."));
}
