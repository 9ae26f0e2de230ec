/** The renderer pipe: text in, plain values out. */
package io.pulldeploy.render;
