# Standard errors by R's package survey, for tests/indicators/test_r_survey.py:
#   Rscript tests/indicators/r_survey.R PEOPLE.csv OUT.json
# PEOPLE.csv has the columns weight, stratum, psu, sex, region, employed, unemployed, labour_force, adult, pay (empty where
# there is none). Domains are subsets of one design; intervals take the degrees of freedom of the whole design.
suppressMessages(library(survey))
args <- commandArgs(trailingOnly = TRUE)
people <- read.csv(args[1], colClasses = c(stratum = "character", psu = "character"))
people$paid <- !is.na(people$pay)
people$pay0 <- ifelse(people$paid, people$pay, 0)
out <- list()
told <- function(lonely, what, sex, region, value, se, lower = NA, upper = NA)
  out[[length(out) + 1]] <<- list(lonely = lonely, what = what, sex = sex, region = region,
                                  value = value, se = se, lower = lower, upper = upper)
kernel <- function(y, w, at) {  # Osier (2009)
  n <- sum(w); s <- sqrt(sum(w * (y - sum(w * y) / n)^2) / n); h <- s / n^0.2
  sum(w * exp(-((y - at) / h)^2 / 2) / sqrt(2 * pi)) / (n * h)
}
lowest <- function(x, w, p) {  # qrule "math", which gives the second lowest where the very first reaches p already
  first <- order(x[w > 0])[1]
  if (!is.nan(p) && p * sum(w) < (w[w > 0])[first]) return(x[w > 0][first])
  survey:::qrule_math(x, w, p)
}
lonely_options <- if (length(args) > 2) strsplit(args[3], ",")[[1]] else c("adjust", "average", "certainty", "remove")
for (lonely in lonely_options) {
  options(survey.lonely.psu = lonely)
  design <- svydesign(ids = ~psu, strata = ~stratum, weights = ~weight, data = people, nest = TRUE)
  df <- degf(design)
  for (sex in c("_T", sort(unique(people$sex)))) for (region in c("_T", sort(unique(people$region)))) {
    inside <- (sex == "_T" | people$sex == sex) & (region == "_T" | people$region == region)
    domain <- subset(design, inside)
    total <- svytotal(~unemployed, domain)
    ci <- confint(total, df = df)
    told(lonely, "UNE_TUNE_NB", sex, region, coef(total)[[1]], SE(total)[[1]], ci[1], ci[2])
    rate <- svyratio(~unemployed, ~labour_force, domain)
    force <- subset(domain, labour_force == 1)
    ci <- if (coef(rate)[[1]] > 0 && lonely != "average")
      attr(svyciprop(~I(unemployed == 1), force, method = "xlogit", df = df), "ci") else c(NA, NA)
    told(lonely, "UNE_DEAP_RT", sex, region, coef(rate)[[1]], SE(rate)[[1]], ci[[1]], ci[[2]])
    if (!any(people$paid)) next
    mean <- svyratio(~pay0, ~paid, domain)
    told(lonely, "EAR_EMTA_NB", sex, region, coef(mean)[[1]], SE(mean)[[1]])
    if (lonely == "average") next  # the strata of a subset of the paid are others than those of the domain
    paid <- subset(domain, paid)
    for (part in c(0.1, 0.25, 0.5, 0.9)) {
      q <- svyquantile(~pay, paid, part, interval.type = "mean", qrule = lowest, df = df)$pay
      told(lonely, paste0("quantile ", part), sex, region, q[1, 1], q[1, 4], q[1, 2], q[1, 3])
    }
    # low pay: a share below two thirds of the median of all, linearised here once more
    w <- people$weight
    median <- svyquantile(~pay, subset(design, paid), 0.5, ci = FALSE)$pay[1, 1]
    line <- 2 / 3 * median
    all <- people$paid; mine <- inside & all
    share <- sum(w[mine & people$pay0 < line]) / sum(w[mine])
    of_median <- -all * ((people$pay0 <= median) - sum(w[all & people$pay0 <= median]) / sum(w[all])) /
      sum(w[all]) / kernel(people$pay[all], w[all], median)
    scores <- mine * ((people$pay0 < line) - share) / sum(w[mine]) +
      2 / 3 * kernel(people$pay[mine], w[mine], line) * of_median
    told(lonely, "low pay", sex, region, share, SE(svytotal(~scores, update(design, scores = scores)))[[1]])
  }
  if (any(people$paid)) {
    terms <- svytotal(~I(pay0 * (sex == "F")) + I(paid * (sex == "F")) + I(pay0 * (sex == "M")) + I(paid * (sex == "M")),
                      design)
    v <- vcov(terms); t <- as.numeric(terms)
    gap <- 1 - (t[1] / t[2]) / (t[3] / t[4])
    g <- -(1 - gap) * c(1 / t[1], -1 / t[2], -1 / t[3], 1 / t[4])
    told(lonely, "gap", "_T", "_T", gap, sqrt(as.numeric(t(g) %*% v %*% g)))
  }
}
number <- function(x) if (is.na(x)) "null" else sprintf("%.17g", x)
lines <- sapply(out, function(o) sprintf(
  '{"lonely": "%s", "what": "%s", "sex": "%s", "region": "%s", "value": %s, "se": %s, "lower": %s, "upper": %s}',
  o$lonely, o$what, o$sex, o$region, number(o$value), number(o$se), number(o$lower), number(o$upper)))
cat(sprintf('{"r": "%s", "survey": "%s", "options": "interval.type = mean, qrule = math but for the very first, df = degf(whole design)", "figures": [\n%s\n]}\n',
            paste(R.version$major, R.version$minor, sep = "."), packageVersion("survey"), paste(lines, collapse = ",\n")),
    file = args[2])
