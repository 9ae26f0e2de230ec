/** State functions for the host. */
package io.pulldeploy.states;
