/** {@code extract}: from the sources into the raw zone. */
package io.sluice.run.extract;
