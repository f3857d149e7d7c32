//! Any TeX becomes MathML or an error, and never a panic.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|tex: &str| {
    for display in [false, true] {
        let _ = kbgen::article::math::mathml(tex, display);
    }
});
