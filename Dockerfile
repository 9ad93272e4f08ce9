# One image for every service; which one runs is the command. Built without test tools, run without a JDK.
ARG JDK_IMAGE=eclipse-temurin:25-jdk
ARG JRE_IMAGE=eclipse-temurin:25-jre

FROM ${JDK_IMAGE} AS build
WORKDIR /src
COPY . .
RUN ./mvnw -q -B -Pquick -pl standalone -am package

FROM ${JRE_IMAGE}
RUN groupadd --system upkeep && useradd --system --gid upkeep --home-dir /var/lib/upkeep --create-home upkeep
RUN apt-get update && apt-get install -y --no-install-recommends restic && rm -rf /var/lib/apt/lists/*
COPY --from=build --chown=root:root /src/standalone/target/upkeep/lib /opt/upkeep/lib
COPY --chown=root:root docker/healthy.sh /opt/upkeep/healthy.sh
RUN install -d -o upkeep -g upkeep -m 700 /var/backups/upkeep
USER upkeep
WORKDIR /var/lib/upkeep
ENV JAVA_TOOL_OPTIONS="-XX:+UseSerialGC -XX:MaxRAMPercentage=60 --enable-native-access=ALL-UNNAMED"
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=6 CMD ["/opt/upkeep/healthy.sh"]
ENTRYPOINT ["java", "-cp", "/opt/upkeep/lib/*"]
