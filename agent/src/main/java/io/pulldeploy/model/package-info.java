/**
 * Records and sealed types of the domain. They depend on the JDK alone, and every package may see
 * them.
 */
package io.pulldeploy.model;
