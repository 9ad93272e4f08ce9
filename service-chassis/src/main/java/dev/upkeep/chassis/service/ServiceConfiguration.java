package dev.upkeep.chassis.service;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Configuration;

/** Who this service is. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ServiceIdentity.class)
public class ServiceConfiguration {}
