/** {@code status}: where each dataset stands. */
package io.sluice.run.status;
