/** The naming convention and the facts of the host. */
package io.pulldeploy.grains;
