/**
 * The plug-in contracts (execution functions, state functions, grain sources) and their registries.
 */
package io.pulldeploy.loader;
