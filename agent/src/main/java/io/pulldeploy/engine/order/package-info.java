/** From high data to an ordered list of low chunks. */
package io.pulldeploy.engine.order;
