/** Execution functions, for templates and for pulldeploy call. */
package io.pulldeploy.modules;
