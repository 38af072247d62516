/** {@code rollback}: an older version of a table becomes the current one again. */
package io.sluice.run.rollback;
