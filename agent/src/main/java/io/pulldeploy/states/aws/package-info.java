/** State functions for AWS resources. */
package io.pulldeploy.states.aws;
