/** The certificate that a server really serves, whatever lies on its disk. */
@NullMarked
package dev.upkeep.deploy.certificate;

import org.jspecify.annotations.NullMarked;
