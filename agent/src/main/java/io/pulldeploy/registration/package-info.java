/** Joining and leaving load balancers. */
package io.pulldeploy.registration;
