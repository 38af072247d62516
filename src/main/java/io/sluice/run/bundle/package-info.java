/** {@code package}: everything that a cluster needs to run a project, as one archive. */
package io.sluice.run.bundle;
