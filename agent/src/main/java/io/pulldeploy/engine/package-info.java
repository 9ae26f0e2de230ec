/** The state engine: what a caller sees of compile, order and run. */
package io.pulldeploy.engine;
