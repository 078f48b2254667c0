//! Names of hosts in other letters as ASCII and back (Punycode, RFC 3492), label by label.
//!
//! Only the bare algorithm, whose arithmetic is a few lines; what may stand in a host is asked of
//! [`crate::markdown::host`].

const BASE: u32 = 36;
const T_MIN: u32 = 1;
const T_MAX: u32 = 26;
const SKEW: u32 = 38;
const DAMP: u32 = 700;
const INITIAL_BIAS: u32 = 72;
const INITIAL_N: u32 = 0x80;

/// Characters of a label that are looked at; a host takes no longer one.
const LONGEST: usize = 63;

/// `label` in ASCII, without the `xn--` before it; `None` where it is too long for a host.
#[must_use]
pub fn encode(label: &str) -> Option<String> {
    let letters: Vec<u32> = label.chars().map(u32::from).collect();
    if letters.len() > LONGEST {
        return None;
    }
    let mut out: String = label.chars().filter(char::is_ascii).collect();
    let basic = u32::try_from(out.len()).ok()?;
    if basic > 0 {
        out.push('-');
    }
    let (mut n, mut delta, mut bias, mut done) = (INITIAL_N, 0_u32, INITIAL_BIAS, basic);
    while (done as usize) < letters.len() {
        let next = letters.iter().copied().filter(|&c| c >= n).min()?;
        delta = delta.checked_add((next - n).checked_mul(done + 1)?)?;
        n = next;
        for &c in &letters {
            if c < n {
                delta = delta.checked_add(1)?;
            }
            if c == n {
                push_number(&mut out, delta, bias);
                bias = adapted(delta, done + 1, done == basic);
                (delta, done) = (0, done + 1);
            }
        }
        (delta, n) = (delta.checked_add(1)?, n + 1);
    }
    Some(out)
}

/// What `code`, without its `xn--`, says; `None` where it is no such code.
#[must_use]
pub fn decode(code: &str) -> Option<String> {
    if code.len() > LONGEST || !code.is_ascii() {
        return None;
    }
    let (basic, digits) = code.rsplit_once('-').unwrap_or(("", code));
    let mut letters: Vec<char> = basic.chars().collect();
    let (mut n, mut i, mut bias) = (INITIAL_N, 0_u32, INITIAL_BIAS);
    let mut digits = digits.bytes().peekable();
    while digits.peek().is_some() {
        let before = i;
        let (mut weight, mut k) = (1_u32, BASE);
        loop {
            let digit = value(digits.next()?)?;
            i = i.checked_add(digit.checked_mul(weight)?)?;
            let least = threshold(k, bias);
            if digit < least {
                break;
            }
            weight = weight.checked_mul(BASE - least)?;
            k += BASE;
        }
        let count = u32::try_from(letters.len()).ok()? + 1;
        bias = adapted(i - before, count, before == 0);
        n = n.checked_add(i / count)?;
        i %= count;
        letters.insert(i as usize, char::from_u32(n)?);
        i += 1;
    }
    Some(letters.into_iter().collect())
}

fn push_number(out: &mut String, mut number: u32, bias: u32) {
    let mut k = BASE;
    loop {
        let least = threshold(k, bias);
        if number < least {
            out.push(digit(number));
            return;
        }
        out.push(digit(least + (number - least) % (BASE - least)));
        number = (number - least) / (BASE - least);
        k += BASE;
    }
}

fn threshold(k: u32, bias: u32) -> u32 {
    k.saturating_sub(bias).clamp(T_MIN, T_MAX)
}

fn adapted(delta: u32, count: u32, first: bool) -> u32 {
    let mut delta = if first { delta / DAMP } else { delta / 2 };
    delta += delta / count;
    let mut k = 0;
    while delta > (BASE - T_MIN) * T_MAX / 2 {
        delta /= BASE - T_MIN;
        k += BASE;
    }
    k + (BASE - T_MIN + 1) * delta / (delta + SKEW)
}

fn digit(value: u32) -> char {
    char::from_digit(if value < 26 { value + 10 } else { value - 26 }, 36).unwrap_or('a')
}

fn value(digit: u8) -> Option<u32> {
    let found = char::from(digit).to_digit(36)?;
    Some(if digit.is_ascii_digit() { found + 26 } else { found - 10 })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{decode, encode};

    #[test]
    fn names_of_every_script_have_their_codes() {
        for (name, code) in [
            ("例え", "r8jz45g"),
            ("日本語", "wgv71a119e"),
            ("中国", "fiqs8s"),
            ("한국", "3e0b707e"),
            ("한글-abc", "-abc-fk5ph30q"),
            ("bücher", "bcher-kva"),
            ("münchen-ost", "mnchen-ost-9db"),
            ("пример", "e1afmkfd"),
            ("パフィーdeルンバ", "de-jg4avhby1noc0d"),
            ("他们为什么不说中文", "ihqwcrb4cv8a8dqg056pqjye"),
        ] {
            assert_eq!(encode(name).as_deref(), Some(code), "{name}");
            assert_eq!(decode(code).as_deref(), Some(name), "{code}");
        }
    }

    #[test]
    fn what_is_no_code_is_refused() {
        for bad in ["!", "99999999", "r8jz45", "é", &"a".repeat(64)] {
            assert!(decode(bad).is_none_or(|name| encode(&name).as_deref() != Some(bad)), "{bad}");
        }
        assert_eq!(encode(&"猫".repeat(64)), None);
    }

    proptest! {
        #[test]
        fn a_code_leads_back_to_its_name(name in "[a-z0-9猫-猿가-각あ-ん-]{0,20}") {
            let code = encode(&name).unwrap();
            prop_assert!(code.is_ascii());
            prop_assert_eq!(decode(&code).unwrap(), name);
        }

        #[test]
        fn no_text_makes_it_panic(text in "\\PC{0,70}", code in "[a-z0-9-]{0,70}") {
            let _ = (encode(&text), decode(&code));
        }
    }
}
