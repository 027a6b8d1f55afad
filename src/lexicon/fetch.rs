//! Tables that no processor's cache holds: what is read from them here and there is asked for before.

/// Has the place `at` of `items` fetched from memory, so that it is at hand when it is read soon: many
/// places take hardly longer than one. Without effect on other processors.
#[inline]
pub fn fetch<T>(items: &[T], at: usize) {
    #[cfg(target_arch = "x86_64")]
    {
        use std::arch::x86_64::{_MM_HINT_T0, _mm_prefetch};
        // SAFETY: a hint, which reads and writes nothing, wherever it points; every processor of this
        // kind has it.
        unsafe { _mm_prefetch(items.as_ptr().wrapping_add(at).cast(), _MM_HINT_T0) };
    }
    #[cfg(not(target_arch = "x86_64"))]
    let _ = (items, at);
}
