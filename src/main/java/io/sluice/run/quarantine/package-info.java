/** {@code quarantine}: what lies in quarantine, and how rows are dismissed from it. */
package io.sluice.run.quarantine;
