/** {@code describe}: what job files say of datasets, and where these lie. */
package io.sluice.run.describe;
