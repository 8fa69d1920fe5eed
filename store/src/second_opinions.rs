//! What a second reviewer said of a post without knowing that it had been decided. It measures
//! agreement and decides nothing: no label, no risk and no advert follows from it.

use crate::posts::PostView;
use crate::reviews::and_filters;
use crate::row::Row;
use crate::value::{Value, values};
use crate::{Error, ReviewFilter, Store};
use model::{Label, PersonId, PostId, Review};

/// What one person said of a post that more than one person judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Judged {
    /// The post.
    pub post: PostId,
    /// Who.
    pub reviewer: PersonId,
    /// What they said last.
    pub label: Label,
}

impl Store {
    /// Posts that people have decided with one voice and this person has not, to be shown to them
    /// as if they were new; the latest decided first. Only posts that the queue would show.
    pub async fn golden_posts(
        &self,
        person: PersonId,
        filter: &ReviewFilter,
        limit: u32,
    ) -> Result<Vec<PostView>, Error> {
        let mut values: Vec<Value> = values![limit, person];
        let mut rest = String::from(
            "WHERE p.review IS NOT NULL AND (s.abstain OR s.label = 'offer') AND r.revision = p.revisions AND NOT EXISTS (SELECT 1 \
             FROM reviews x WHERE x.post = p.id AND NOT x.undone \
             AND (x.reviewer = $2 OR x.label <> r.label)) AND NOT EXISTS (SELECT 1 \
             FROM second_opinions o WHERE o.post = p.id AND NOT o.undone \
             AND (o.reviewer = $2 OR o.label <> r.label))",
        );
        and_filters(&mut rest, &mut values, filter);
        rest.push_str(" ORDER BY r.at DESC, p.id LIMIT $1");
        self.views(&rest, values).await
    }

    /// Saves a second opinion. One with a known id, or of a post that is not there any more,
    /// changes nothing.
    pub async fn add_second_opinion(&self, opinion: &Review) -> Result<(), Error> {
        let sql = "INSERT INTO second_opinions (id, post, reviewer, at, label, revision, undone, \
             expires_at) SELECT $1, p.id, $3, $4, $5, $6, FALSE, p.expires_at FROM posts p \
             WHERE p.id = $2 ON CONFLICT (id) DO NOTHING";
        let values = values![
            opinion.id,
            opinion.post,
            opinion.reviewer,
            opinion.at,
            opinion.label.word(),
            opinion.revision,
        ];
        self.db.run(sql, values).await?;
        Ok(())
    }

    /// What each person said of every post that has a second opinion, by post.
    pub async fn judged_twice(&self) -> Result<Vec<Judged>, Error> {
        let sql = "SELECT x.post, x.reviewer, x.label, x.at FROM reviews x WHERE NOT x.undone \
             AND x.post IN (SELECT o.post FROM second_opinions o WHERE NOT o.undone) \
             UNION ALL SELECT o.post, o.reviewer, o.label, o.at FROM second_opinions o \
             WHERE NOT o.undone ORDER BY 1, 2, 4";
        let mut all: Vec<Judged> = Vec::new();
        for row in self.db.all(sql, values![]).await? {
            let mut c = Row::columns(&row);
            let one = Judged { post: c.id()?, reviewer: c.id()?, label: c.word()? };
            match all.last_mut() {
                Some(last) if (last.post, last.reviewer) == (one.post, one.reviewer) => *last = one,
                _ => all.push(one),
            }
        }
        Ok(all)
    }
}
