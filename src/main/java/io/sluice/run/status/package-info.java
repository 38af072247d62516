/** {@code status}: the state of each dataset. */
package io.sluice.run.status;
