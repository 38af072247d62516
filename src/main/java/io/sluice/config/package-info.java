/** Job files and environment files to specs: all problems at once, each with its file and path. */
package io.sluice.config;
