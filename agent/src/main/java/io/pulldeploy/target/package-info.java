/** Whether a target expression means this minion: Salt's matchers. */
package io.pulldeploy.target;
