/** {@code init-project}: a project of job files, apart from Sluice's own sources. */
package io.sluice.run.project;
