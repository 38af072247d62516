/**
 * Job files and environment files to specs: all problems at once, each with its file and path;
 * secrets by reference.
 */
package io.sluice.config;
