/** {@code show}: rows of a clean table. */
package io.sluice.run.show;
